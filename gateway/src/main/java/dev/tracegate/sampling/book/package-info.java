/**
 * The current rule books and their versions. {@link dev.tracegate.sampling.book.RuleBooks} holds them, {@link dev.tracegate.sampling.book.RuleStore} is the
 * port to what keeps them.
 */
@NullMarked
package dev.tracegate.sampling.book;

import org.jspecify.annotations.NullMarked;
