package com.globant.hiring.bootstrap.infer;

import com.globant.hiring.csv.RowParser;
import com.globant.hiring.datapackage.DataPackages;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.table.TableDefinition;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A proposed package for CSV files.
 *
 * @param dataPackage the JSON of the package
 * @param notes what the user should check
 */
public record Inference(String dataPackage, List<String> notes) {
  /** Heap for the rows of the file that is read. */
  private static final long READER_BYTES =
      2 * RowParser.bytesOfLargestRecord(RowParser.DEFAULT_FIELD_LIMIT);

  public Inference {
    notes = List.copyOf(notes);
  }

  /**
   * How files are written; what is null is guessed.
   *
   * @param header whether the first record names the columns
   */
  public record Style(
      @Nullable Charset charset, @Nullable Delimiter delimiter, @Nullable Boolean header) {}

  /**
   * Reads whole files, several times, in bounded memory.
   *
   * @param name of the package
   * @param files one for each table, whose name is that of the file
   * @throws IOException if a file cannot be read
   * @throws UnclearFile if a file has no columns that can be named
   */
  public static Inference of(String name, List<Path> files, Style style) throws IOException {
    List<String> notes = new ArrayList<>();
    List<CsvFile> read = new ArrayList<>();
    List<TableDefinition> tables = new ArrayList<>();
    RowParser parser = new RowParser(RowParser.DEFAULT_FIELD_LIMIT, READER_BYTES);
    for (Path path : files) {
      CsvFile file = CsvFile.open(path, parser, style);
      read.add(file);
      tables.add(new TableGuess(file, notes).table());
    }
    List<TableDefinition> connected = new ReferenceGuess(read, tables, notes).tables();
    return new Inference(DataPackages.dataPackage(name, connected), notes);
  }
}
