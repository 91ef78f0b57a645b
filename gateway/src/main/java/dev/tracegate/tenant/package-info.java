/**
 * Pure: who a segment belongs to. Looked up from the sender's address before the envelope scan; its limits, role and destination
 * decide the rest of the way.
 */
@NullMarked
package dev.tracegate.tenant;

import org.jspecify.annotations.NullMarked;
