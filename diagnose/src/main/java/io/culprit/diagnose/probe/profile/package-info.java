/** Where the suspects' CPU time goes: samples of a software clock, and the names of the functions they fell in. */
@NullMarked
package io.culprit.diagnose.probe.profile;

import org.jspecify.annotations.NullMarked;
