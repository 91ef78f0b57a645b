/** The counts of every segment by tenant and outcome. {@code /v1/books} is read from this ledger. */
@NullMarked
package dev.tracegate.flow.ledger;

import org.jspecify.annotations.NullMarked;
