package com.globant.hiring.s3;

/**
 * An object, or all objects below a prefix, as {@code s3://bucket/key}. The key is written as it
 * is: nothing in it is escaped.
 *
 * @param key a prefix if it is empty or ends with a slash
 */
record S3Location(String bucket, String key) {
  private static final String SCHEME = "s3://";

  /**
   * @throws IllegalArgumentException if the text names no bucket or has no slash behind it
   */
  static S3Location of(String text) {
    int slash = text.indexOf('/', SCHEME.length());
    if (!text.startsWith(SCHEME) || slash <= SCHEME.length()) {
      throw new IllegalArgumentException("not s3://bucket/key: " + text);
    }
    return new S3Location(text.substring(SCHEME.length(), slash), text.substring(slash + 1));
  }

  boolean isFolder() {
    return key.isEmpty() || key.endsWith("/");
  }

  S3Location withKey(String other) {
    return new S3Location(bucket, other);
  }

  /** As Hadoop's S3A reads it, outside of AWS too. It escapes nothing either. */
  String hadoopUri() {
    return "s3a://" + bucket + "/" + key;
  }

  /** As it is given. */
  String text() {
    return SCHEME + bucket + "/" + key;
  }
}
