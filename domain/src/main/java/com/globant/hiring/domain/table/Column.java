package com.globant.hiring.domain.table;

import com.globant.hiring.domain.type.ColumnType;
import com.globant.hiring.domain.type.Constraint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One column of a {@link Table}.
 *
 * @param name as in the database, in headers and in JSON
 * @param title a name for people, which headers may use too, or null
 * @param description or null
 * @param aliases further names that headers may use
 * @param type what it holds
 * @param required whether a value must be there
 * @param missingValues the texts that mean that there is no value, or null for those of the table
 * @param constraints that values must keep
 */
public record Column(
    String name,
    @Nullable String title,
    @Nullable String description,
    List<String> aliases,
    ColumnType type,
    boolean required,
    @Nullable List<String> missingValues,
    List<Constraint> constraints) {

  public Column {
    aliases = List.copyOf(aliases);
    missingValues = missingValues == null ? null : List.copyOf(missingValues);
    constraints = List.copyOf(constraints);
  }

  /** A column with nothing but a name and a type. */
  public static Column of(String name, ColumnType type) {
    return new Column(name, null, null, List.of(), type, false, null, List.of());
  }

  /** The same column with these constraints. */
  public Column with(Constraint... added) {
    return new Column(
        name, title, description, aliases, type, required, missingValues, List.of(added));
  }

  /** The same column with values of this type. */
  public Column withType(ColumnType other) {
    return new Column(
        name, title, description, aliases, other, required, missingValues, constraints);
  }

  /** The same column, with a value in every row. */
  public Column notNull() {
    return new Column(name, title, description, aliases, type, true, missingValues, constraints);
  }
}
