package dev.tracegate.embedded.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.OptionalDouble;

/** Reads and writes nullable REAL columns as {@link OptionalDouble}. */
final class NullableColumns {
    private NullableColumns() {}

    static OptionalDouble optional(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    static void set(PreparedStatement statement, int column, OptionalDouble value) throws SQLException {
        if (value.isPresent()) {
            statement.setDouble(column, value.getAsDouble());
        } else {
            statement.setNull(column, Types.REAL);
        }
    }
}
