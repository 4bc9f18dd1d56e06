/**
 * Executables and libraries: which function of the file an address lies in, with or without a symbol table (elf(5)).
 *
 * <p>A file is read piece by piece and never mapped, since a mapped file that somebody cuts short kills the reader. It may
 * hold anything: each count and offset in it is held against the file's size and against a bound of ours.
 */
@NullMarked
package io.culprit.kernel.elf;

import org.jspecify.annotations.NullMarked;
