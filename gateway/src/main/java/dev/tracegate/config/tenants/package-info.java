/** The list of tenants in a settings file. */
@NullMarked
package dev.tracegate.config.tenants;

import org.jspecify.annotations.NullMarked;
