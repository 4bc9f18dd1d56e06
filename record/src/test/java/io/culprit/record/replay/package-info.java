@NullMarked
package io.culprit.record.replay;

import org.jspecify.annotations.NullMarked;
