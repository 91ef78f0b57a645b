/** Requests, responses, routes and problems of the admin API. */
@NullMarked
package dev.tracegate.admin.http;

import org.jspecify.annotations.NullMarked;
