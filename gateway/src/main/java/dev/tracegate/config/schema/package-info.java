/** The settings as data: keys, value types, values with their origins, and problems. Read {@link dev.tracegate.config.schema.SettingsCatalog} first. */
@NullMarked
package dev.tracegate.config.schema;

import org.jspecify.annotations.NullMarked;
