/**
 * X-Ray's filter expressions: text becomes tokens, tokens a {@link dev.tracegate.embedded.filter.Filter}, and that is asked of each
 * assembled trace. The store's time window is applied before it; groups and trace summaries both filter through it.
 */
@NullMarked
package dev.tracegate.embedded.filter;

import org.jspecify.annotations.NullMarked;
