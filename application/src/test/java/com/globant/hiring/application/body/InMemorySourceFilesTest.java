package com.globant.hiring.application.body;

class InMemorySourceFilesTest extends SourceFilesContract {
  private final InMemorySourceFiles files = new InMemorySourceFiles(folderName());

  private static String folderName() {
    return "s3://history/hires/";
  }

  @Override
  protected String folder() {
    return folderName();
  }

  @Override
  protected SourceFiles sources() {
    return files;
  }

  @Override
  protected void put(String name, byte[] content) {
    files.put(folder() + name, content);
  }

  @Override
  protected void delete(String name) {
    files.delete(folder() + name);
  }
}
