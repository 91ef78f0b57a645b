/**
 * Typed settings ({@link dev.tracegate.config.Settings}) and the loaders that create them from flags, environment variables and files. All problems
 * are reported at once, each with its key or path and its line.
 *
 * <p>What comes in: flags ({@code config.flags}, in the X-Ray daemon's syntax), variables, and one file: Tracegate's own or the daemon's cfg.yaml
 * ({@code config.daemon}, by the rules of the daemon's YAML library). {@code config.yaml} reads both as nodes with line numbers.
 *
 * <p>What goes out: immutable settings with the profile's defaults filled in, notes for the log, or a list of problems. The JSON schema, the example
 * file and docs/configuration.md are generated from {@code config.schema.SettingsCatalog}; a test compares them.
 *
 * <p>Read {@code config.load.SettingsLoader} first, then {@code config.schema.SettingsCatalog}, where a setting is added. {@code config.tenants}
 * reads the list of tenants, {@code config.sizing} is the memory model, which the launcher repeats as a shell script.
 *
 * <p>Threads: any single thread. The loaders block on files. Settings may be read from any thread.
 */
@NullMarked
package dev.tracegate.config;

import org.jspecify.annotations.NullMarked;
