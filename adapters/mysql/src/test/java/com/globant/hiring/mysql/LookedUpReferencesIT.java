package com.globant.hiring.mysql;

import com.globant.hiring.application.load.ReferencesContract;
import org.junit.jupiter.api.extension.RegisterExtension;

/** References of any table, whose keys are looked up since there is no memory for them. */
class LookedUpReferencesIT extends TestedReferences {
  @RegisterExtension
  static final TestSchema schema =
      TestSchema.of(
          ReferencesContract.TABLES, settings -> TestDatabase.with(settings, "keyBytes", 0L));

  LookedUpReferencesIT() {
    super(schema);
  }
}
