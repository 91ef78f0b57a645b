/**
 * What the embedded X-Ray knows of a trace at read time: documents as {@link dev.tracegate.embedded.model.Entity entities}, put
 * together into a {@link dev.tracegate.embedded.model.Trace} with its nodes. The store keeps raw text below it; filters, summaries and
 * graphs read it from above.
 */
@NullMarked
package dev.tracegate.embedded.model;

import org.jspecify.annotations.NullMarked;
