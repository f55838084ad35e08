package com.globant.hiring.mysql;

import com.globant.hiring.application.load.ReferencesContract;
import org.junit.jupiter.api.extension.RegisterExtension;

/** References of any table, with memory for their keys. */
class ReferencesIT extends TestedReferences {
  @RegisterExtension static final TestSchema schema = TestSchema.of(ReferencesContract.TABLES);

  ReferencesIT() {
    super(schema);
  }
}
