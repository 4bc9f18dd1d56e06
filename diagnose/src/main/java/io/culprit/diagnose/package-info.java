/**
 * From questions to conclusions: {@code probe} asks the kernel and yields evidence, {@code judge} turns evidence into
 * findings, {@code check} answers the questions of the method, {@code plan} says when to do what within the window.
 */
@NullMarked
package io.culprit.diagnose;

import org.jspecify.annotations.NullMarked;
