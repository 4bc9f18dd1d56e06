@NullMarked
package io.culprit.diagnose.probe.net;

import org.jspecify.annotations.NullMarked;
