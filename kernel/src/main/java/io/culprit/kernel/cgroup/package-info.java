/**
 * Control groups (cgroups(7), Documentation/admin-guide/cgroup-v2.rst, cgroup-v1/): where a process's groups lie in the file
 * system, in version 1, 2 or both at once, and what their files say. Which of them matters is for others to judge.
 */
@NullMarked
package io.culprit.kernel.cgroup;

import org.jspecify.annotations.NullMarked;
