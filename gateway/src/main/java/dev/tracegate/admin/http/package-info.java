/**
 * The types of an operation of the admin API: request, response, problem and handler. Values without input or output, independent of
 * vertx-web, for any thread. Read {@link dev.tracegate.admin.http.OperationHandler} first.
 */
@NullMarked
package dev.tracegate.admin.http;

import org.jspecify.annotations.NullMarked;
