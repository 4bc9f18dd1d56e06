@NullMarked
package io.culprit.record;

import org.jspecify.annotations.NullMarked;
