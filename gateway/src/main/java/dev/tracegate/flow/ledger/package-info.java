/**
 * The counts of all segments, by tenant and outcome. Operators read them as the books ({@code /v1/books}, metrics, log). Read
 * {@link dev.tracegate.flow.ledger.LedgerSnapshot} first: it has the equation that must hold. The data plane's loop writes, any thread reads.
 */
@NullMarked
package dev.tracegate.flow.ledger;

import org.jspecify.annotations.NullMarked;
