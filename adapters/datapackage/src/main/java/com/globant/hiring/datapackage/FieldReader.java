package com.globant.hiring.datapackage;

import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.type.ColumnType;
import com.globant.hiring.domain.type.Constraint;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads a field: a column. */
final class FieldReader {
  private static final Set<String> PROPERTIES =
      Set.of(
          "name",
          "title",
          "description",
          "example",
          "examples",
          "type",
          "format",
          "rdfType",
          "constraints",
          "missingValues",
          "categories",
          "categoriesOrdered",
          "decimalChar",
          "groupChar",
          "bareNumber",
          "trueValues",
          "falseValues",
          "x-precision",
          "x-scale",
          "x-aliases");

  private final Node field;
  private final Set<String> inKeys;

  FieldReader(Node field, Set<String> inKeys) {
    this.field = field;
    this.inKeys = inKeys;
  }

  /** The column; empty if it has no name or no type. */
  Optional<Column> read() {
    if (!field.requireObject()) {
      return Optional.empty();
    }
    field.warnOfUnknown(PROPERTIES);
    String name = DatabaseNames.read(field, "name");
    boolean inKey = name != null && (inKeys.contains(name) || ConstraintReader.isUnique(field));
    ColumnType type = new TypeReader(field, inKey).read();
    if (name == null || type == null) {
      return Optional.empty();
    }
    ConstraintReader constraints = new ConstraintReader(field, type);
    List<Constraint> read = constraints.read();
    List<String> aliases = field.texts("x-aliases");
    return Optional.of(
        new Column(
            name,
            field.text("title"),
            field.text("description"),
            Objects.requireNonNullElse(aliases, List.of()),
            constraints.narrowed(),
            constraints.required(),
            MissingValuesReader.read(field),
            read));
  }
}
