/**
 * The operations that read: one handler class for each, and the views that they return. State of the data plane is read on its own event
 * loop by {@link dev.tracegate.admin.read.LoopReader}. Handlers run on the event loop of the admin server and do not block. Read
 * {@link dev.tracegate.admin.read.GetBooksHandler} first.
 */
@NullMarked
package dev.tracegate.admin.read;

import org.jspecify.annotations.NullMarked;
