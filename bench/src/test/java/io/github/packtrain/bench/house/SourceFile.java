package io.github.packtrain.bench.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * One Java source: its text and its syntax tree. Trees are parsed only, not resolved, which takes
 * milliseconds.
 *
 * @param path relative to the checkout, with {@code /}
 * @param text the whole file
 * @param tree the parsed file
 */
record SourceFile(String path, String text, CompilationUnitTree tree, DocTrees trees) {
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  static List<SourceFile> ofCheckout() {
    List<SourceFile> sources = new ArrayList<>();
    for (Path file : Checkout.javaSources()) {
      String relative = Checkout.ROOT.relativize(file).toString().replace('\\', '/');
      sources.add(of(relative, Checkout.read(file)));
    }
    return sources;
  }

  static SourceFile of(String path, String text) {
    JavacTask task =
        (JavacTask)
            COMPILER.getTask(
                null, null, problem -> {}, List.of("-proc:none"), null, List.of(unit(path, text)));
    try {
      return new SourceFile(path, text, task.parse().iterator().next(), DocTrees.instance(task));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  boolean isMain() {
    return path.contains("src/main/");
  }

  boolean isTest() {
    return path.contains("src/test/");
  }

  /** The room, which is the module that the file is in. */
  String room() {
    return path.substring(0, Math.max(0, path.indexOf('/')));
  }

  /** All parts of a kind, in the order of the text. */
  <T extends Tree> List<T> all(Class<T> kind) {
    List<T> parts = new ArrayList<>();
    new TreeScanner<Boolean, List<T>>() {
      @Override
      public Boolean scan(@Nullable Tree part, List<T> found) {
        if (kind.isInstance(part)) {
          found.add(kind.cast(part));
        }
        super.scan(part, found);
        return true;
      }
    }.scan(tree, parts);
    return parts;
  }

  /** The types that stand in the file itself, not in another type. */
  List<ClassTree> topLevelTypes() {
    return tree.getTypeDecls().stream()
        .filter(ClassTree.class::isInstance)
        .map(ClassTree.class::cast)
        .toList();
  }

  boolean hasJavadoc(Tree part) {
    return trees.getDocComment(TreePath.getPath(tree, part)) != null;
  }

  int line(Tree part) {
    return lineAt(positions().getStartPosition(tree, part));
  }

  int lines(Tree part) {
    return lineAt(positions().getEndPosition(tree, part)) - line(part) + 1;
  }

  String at(int line) {
    return path + ":" + line + ": ";
  }

  String textOf(Tree part) {
    int start = (int) positions().getStartPosition(tree, part);
    return text.substring(start, (int) positions().getEndPosition(tree, part));
  }

  private int lineAt(long position) {
    LineMap lines = tree.getLineMap();
    return position < 0 ? 1 : (int) lines.getLineNumber(position);
  }

  private SourcePositions positions() {
    return trees.getSourcePositions();
  }

  private static JavaFileObject unit(String path, String text) {
    return new SimpleJavaFileObject(URI.create("string:///" + path), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }
}
