import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Rewrites the classes of a jar as if they had been compiled for the running JDK, in place.
 *
 * <p>Why: picocli's class files are of Java 5. The AOT cache leaves out what the old verifier has to
 * check, which is half of what a short command loads. The code of the classes stays the same; what is
 * added are the stack maps that the new verifier reads.
 */
final class RaiseClassVersion {
  public static void main(String[] args) throws IOException {
    Path jar = Path.of(args[0]);
    Path raised = jar.resolveSibling(jar.getFileName() + ".raised");
    try (JarFile from = new JarFile(jar.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(raised))) {
      ClassFile classes = ClassFile.of(
          ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
          ClassFile.ClassHierarchyResolverOption.of(
              ClassHierarchyResolver.ofResourceParsing(type -> find(from, type))
                  .orElse(ClassHierarchyResolver.defaultResolver())));
      for (var entry : from.stream().toList()) {
        to.putNextEntry(new ZipEntry(entry.getName()));
        to.write(contents(from, entry, classes));
        to.closeEntry();
      }
    }
    Files.move(raised, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] contents(JarFile from, ZipEntry entry, ClassFile classes)
      throws IOException {
    byte[] bytes = from.getInputStream(entry).readAllBytes();
    boolean versioned = entry.getName().startsWith("META-INF/") || entry.getName().equals("module-info.class");
    if (versioned || !entry.getName().endsWith(".class")) {
      return bytes;
    }
    ClassTransform newer = (builder, element) -> {
      if (element instanceof ClassFileVersion) {
        builder.withVersion(ClassFile.latestMajorVersion(), 0);
      } else {
        builder.with(element);
      }
    };
    // Passing each instruction on by itself makes the library write the code, and so the maps, anew.
    ClassTransform rewritten =
        ClassTransform.transformingMethodBodies((builder, element) -> builder.with(element));
    return classes.transformClass(classes.parse(bytes), newer.andThen(rewritten));
  }

  private static InputStream find(JarFile jar, ClassDesc type) {
    String name = type.descriptorString();
    ZipEntry entry = jar.getEntry(name.substring(1, name.length() - 1) + ".class");
    try {
      return entry == null ? null : jar.getInputStream(entry);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
