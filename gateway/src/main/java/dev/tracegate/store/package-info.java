/**
 * Adapters that keep what operators decide. The ports belong to the packages that use them, such as {@link dev.tracegate.sampling.book.RuleStore}. A
 * sub-package for each engine: {@code store.sqlite} keeps it in files of one host. Everything here blocks.
 */
@NullMarked
package dev.tracegate.store;

import org.jspecify.annotations.NullMarked;
