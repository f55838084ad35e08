package com.globant.hiring.domain.type;

/**
 * What a database must hold for a column, without its SQL.
 *
 * @param length characters of CHAR and VARCHAR, digits of DECIMAL, else 0
 * @param scale digits of DECIMAL after the point, else 0
 */
public record Storage(Kind kind, int length, int scale) {
  /** Most bytes of a character in UTF-8. */
  private static final int CHARACTER_BYTES = 4;

  /** The pointer that a row keeps for text that is stored outside of it, with its length. */
  private static final int POINTER_BYTES = 12;

  /** Kinds of storage, with the bytes of those that always have the same size. */
  public enum Kind {
    SMALLINT(2),
    INT(4),
    BIGINT(8),
    DECIMAL(0),
    DOUBLE(8),
    BOOLEAN(1),
    CHAR(0),
    VARCHAR(0),
    TEXT(0),
    DATE(3),
    TIME(6),
    DATETIME(8),
    JSON(0);

    private final int bytes;

    Kind(int bytes) {
      this.bytes = bytes;
    }
  }

  static Storage of(Kind kind) {
    return new Storage(kind, 0, 0);
  }

  static Storage of(Kind kind, int length) {
    return new Storage(kind, length, 0);
  }

  /** Whether a key may include such a column. Keys of MySQL cannot include TEXT and JSON whole. */
  public boolean keyable() {
    return kind != Kind.TEXT && kind != Kind.JSON;
  }

  /** Most bytes of a value in a key. */
  public int keyBytes() {
    return switch (kind) {
      case CHAR, VARCHAR -> length * CHARACTER_BYTES;
      case DECIMAL -> decimalBytes();
      default -> kind.bytes;
    };
  }

  /** Most bytes of a value in a row, without text that is stored outside of the row. */
  public int rowBytes() {
    return switch (kind) {
      case VARCHAR -> length * CHARACTER_BYTES + 2;
      case TEXT, JSON -> POINTER_BYTES;
      default -> keyBytes();
    };
  }

  /** Four bytes for nine digits, on each side of the point. */
  private int decimalBytes() {
    return 4 * ((length - scale + 8) / 9) + 4 * ((scale + 8) / 9);
  }
}
