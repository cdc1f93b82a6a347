package io.github.packtrain.bench.house;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Reads poms. */
final class Pom {
  private Pom() {}

  static Document read(Path file) {
    try {
      return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(file.toFile());
    } catch (ParserConfigurationException | SAXException | IOException unreadable) {
      throw new IllegalStateException(file + " cannot be read as a pom", unreadable);
    }
  }

  /** The elements named {@code name} anywhere in {@code pom}, in its order. */
  static List<Element> elements(Document pom, String name) {
    return elements(pom.getElementsByTagName(name));
  }

  static List<Element> elements(Element parent, String name) {
    return elements(parent.getElementsByTagName(name));
  }

  /**
   * The text of the first element named {@code name} in {@code parent}; empty when there is none.
   */
  static String text(Element parent, String name) {
    List<Element> found = elements(parent, name);
    return found.isEmpty() ? "" : found.getFirst().getTextContent().strip();
  }

  private static List<Element> elements(NodeList nodes) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }
}
