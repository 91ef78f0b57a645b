/** The read-only pages of the admin API and the views that they read. */
@NullMarked
package dev.tracegate.admin.read;

import org.jspecify.annotations.NullMarked;
