/** When to ask what within the window, whom to suspect, and what to tell the person who waits. */
@NullMarked
package io.culprit.diagnose.plan;

import org.jspecify.annotations.NullMarked;
