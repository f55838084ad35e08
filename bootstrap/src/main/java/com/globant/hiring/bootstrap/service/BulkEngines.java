package com.globant.hiring.bootstrap.service;

import com.globant.hiring.application.bulk.BulkEngine;
import com.globant.hiring.application.bulk.BulkLoads;
import com.globant.hiring.application.bulk.BulkWork;
import com.globant.hiring.application.bulk.JobDatabase;
import com.globant.hiring.application.load.MigrateCsv.OnCluster;
import com.globant.hiring.bootstrap.settings.BulkSettings;
import com.globant.hiring.bootstrap.settings.Settings;
import com.globant.hiring.bulk.BulkAdapter;
import com.globant.hiring.bulk.SparkSubmitSettings;
import com.globant.hiring.datapackage.DataPackages;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.MySqlAdapter;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.s3.S3Adapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The configured engine of loads on Spark. */
final class BulkEngines {
  private static final String LOGS = "spark";

  /** The job finds the table by its own name. */
  private static final String PACKAGE = "loaded";

  private BulkEngines() {}

  /**
   * Opens the engine; it starts nothing yet.
   *
   * @param logins of the service's database account
   * @param spool directory of the service's files
   * @param resources closes the engine
   * @return null if none is configured
   */
  static @Nullable BulkEngine open(
      Settings settings, MySqlSettings.Logins logins, Path spool, Resources resources) {
    BulkSettings.Engine engine = settings.bulk().engine();
    if (engine == null) {
      return null;
    }
    BulkAdapter opened =
        switch (engine) {
          case SPARK_SUBMIT -> BulkAdapter.open(sparkSubmit(settings, logins, spool));
          case EMR_SERVERLESS ->
              BulkAdapter.open(Objects.requireNonNull(settings.bulk().emrServerless()));
        };
    return resources.own(opened).engine();
  }

  /**
   * What loads on a cluster need.
   *
   * @param database how the service reaches it, and so does the job
   */
  static OnCluster cluster(
      BulkEngine engine,
      Settings settings,
      MySqlSettings database,
      MySqlAdapter mysql,
      S3Adapter s3) {
    BulkWork work =
        s3.bulkWork(
            table ->
                DataPackages.dataPackage(
                    PACKAGE, table.schema().tables().stream().map(Table::definition).toList()),
            () -> jobDatabase(database, settings.database().tlsAuthorities()));
    return new OnCluster(
        new BulkLoads(engine, work, settings.bulk().autoBytes(), settings.bulk().autoTableBytes()),
        mysql.bulkTransactions());
  }

  /** Reads the file of the authorities, if there is one. */
  static JobDatabase jobDatabase(MySqlSettings database, @Nullable Path authorities) {
    return new JobDatabase(
        database.host(),
        database.port(),
        database.logins().current().user(),
        switch (database.tls()) {
          case DISABLED, PREFERRED -> null;
          case REQUIRED -> "trust";
          case VERIFY_CA -> "verify-ca";
          case VERIFY_IDENTITY -> "verify-full";
        },
        authorities == null ? null : text(authorities),
        database.serviceSchema());
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException("database.tls_authorities cannot be read", failure);
    }
  }

  static SparkSubmitSettings sparkSubmit(
      Settings settings, MySqlSettings.Logins logins, Path spool) {
    BulkSettings.SparkSubmit submit = settings.bulk().sparkSubmit();
    Settings.Storage storage = settings.storage();
    Settings.KeyPair keys = storage.keys();
    return new SparkSubmitSettings(
        submit.command(),
        submit.master(),
        Objects.requireNonNull(submit.jar()),
        submit.conf(),
        spool.resolve(LOGS),
        () -> logins.current().password(),
        new SparkSubmitSettings.Store(
            storage.endpoint(),
            storage.region(),
            keys == null
                ? null
                : new SparkSubmitSettings.Keys(
                    keys.accessKey().reveal(), keys.secretKey().reveal())));
  }
}
