@NullMarked
package io.culprit.record.spike;

import org.jspecify.annotations.NullMarked;
