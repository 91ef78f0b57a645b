/** Access control of the admin API: the bearer token, the Host header and which addresses are loopback. */
@NullMarked
package dev.tracegate.admin.auth;

import org.jspecify.annotations.NullMarked;
