/** Reads the list of tenants in a settings file. Read {@link dev.tracegate.config.tenants.TenantsFile} first. */
@NullMarked
package dev.tracegate.config.tenants;

import org.jspecify.annotations.NullMarked;
