/**
 * What an operation of the admin API is made of: request, response, problem and handler. Values without I/O; nothing here knows vertx-web. Read
 * {@link dev.tracegate.admin.http.OperationHandler} first.
 */
@NullMarked
package dev.tracegate.admin.http;

import org.jspecify.annotations.NullMarked;
