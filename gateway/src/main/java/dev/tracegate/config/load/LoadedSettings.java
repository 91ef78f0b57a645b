package dev.tracegate.config.load;

import dev.tracegate.config.Settings;
import dev.tracegate.config.Settings.Notes;

/** The result of {@link SettingsLoader#load}. */
public sealed interface LoadedSettings {

    /** Settings that a gateway can start with, and notes for its log. */
    record Valid(Settings settings, Notes notes) implements LoadedSettings {}

    /** @param problems one line per problem, each with a newline */
    record Invalid(String problems) implements LoadedSettings {}
}
