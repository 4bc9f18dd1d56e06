/**
 * Names for code addresses where no ELF file has them: the kernel's own, and those of code made at run time.
 *
 * <p>All the addresses wanted are looked up in one pass over the list of symbols, which is never kept: a profile asks for
 * some hundred addresses, a kernel has some hundred thousand symbols.
 */
@NullMarked
package io.culprit.kernel.symbols;

import org.jspecify.annotations.NullMarked;
