package io.culprit.kernel.symbols;

/**
 * The function that an address lies in.
 *
 * @param name as in the symbol table, not demangled; empty when only its place is known
 * @param module the kernel module that it belongs to; empty for all else
 * @param start its first address, in the numbering of the address that was asked for
 */
public record Function(String name, String module, long start) {}
