/**
 * Loads files, environment variables and flags into one {@link dev.tracegate.config.Settings}. Read {@link dev.tracegate.config.load.SettingsLoader}
 * first.
 */
@NullMarked
package dev.tracegate.config.load;

import org.jspecify.annotations.NullMarked;
