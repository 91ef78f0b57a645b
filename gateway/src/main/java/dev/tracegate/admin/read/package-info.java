/**
 * The operations that read, one handler a class, and the views that they show. What belongs to the data plane's event loop is read there by
 * {@link dev.tracegate.admin.read.LoopReader}.
 */
@NullMarked
package dev.tracegate.admin.read;

import org.jspecify.annotations.NullMarked;
