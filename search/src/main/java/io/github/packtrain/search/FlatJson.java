package io.github.packtrain.search;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** JSON as far as candidates need it: one object of scalars, read strictly, written canonically. */
final class FlatJson {
  private static final String NUMBER = "-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?";

  private final String text;
  private int at;

  private FlatJson(String text) {
    this.text = text;
  }

  static String quote(String value) {
    StringBuilder out = new StringBuilder(value.length() + 2).append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append("\\u").append(HexFormat.of().toHexDigits(c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  static SequencedMap<String, ParameterValue> parse(String text) {
    return new FlatJson(text).object();
  }

  private SequencedMap<String, ParameterValue> object() {
    SequencedMap<String, ParameterValue> values = new LinkedHashMap<>();
    expect('{');
    if (!accept('}')) {
      do {
        int start = at;
        String key = string();
        expect(':');
        if (values.put(key, scalar()) != null) {
          at = start;
          throw wrong("the parameter \"" + key + "\" is given twice");
        }
      } while (accept(','));
      expect('}');
    }
    skipBlanks();
    if (at < text.length()) {
      throw wrong("text follows the object");
    }
    return values;
  }

  private ParameterValue scalar() {
    skipBlanks();
    if (at < text.length() && text.charAt(at) == '"') {
      return ParameterValue.of(string());
    }
    int start = at;
    while (at < text.length() && ",}] \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(start, at);
    if (word.equals("true") || word.equals("false")) {
      return ParameterValue.of(word.equals("true"));
    }
    at = start;
    if (!word.matches(NUMBER)) {
      throw wrong("expected a string, a number, true or false");
    }
    ParameterValue number = number(word);
    at = start + word.length();
    return number;
  }

  private ParameterValue number(String word) {
    if (word.matches("-?[0-9]+")) {
      try {
        return ParameterValue.of(Long.parseLong(word));
      } catch (NumberFormatException tooLong) {
        throw wrong("the whole number " + word + " is beyond 64 bits");
      }
    }
    double value = Double.parseDouble(word);
    if (Double.isInfinite(value)) {
      throw wrong("the number " + word + " is beyond the range of a double");
    }
    return ParameterValue.of(value);
  }

  private String string() {
    expect('"');
    StringBuilder out = new StringBuilder();
    while (true) {
      char c = next();
      switch (c) {
        case '"' -> {
          return out.toString();
        }
        case '\\' -> out.append(escaped());
        default -> {
          if (c < ' ') {
            throw wrong("a control character inside a string");
          }
          out.append(c);
        }
      }
    }
  }

  private char escaped() {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw wrong("the unknown escape \\" + c);
    };
  }

  private char unicode() {
    if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
      throw wrong("\\u needs four hexadecimal digits");
    }
    at += 4;
    return (char) HexFormat.fromHexDigits(text, at - 4, at);
  }

  private char next() {
    if (at >= text.length()) {
      throw wrong("the text ends inside a string");
    }
    return text.charAt(at++);
  }

  private void expect(char wanted) {
    if (!accept(wanted)) {
      throw wrong("expected '" + wanted + "'");
    }
  }

  private boolean accept(char wanted) {
    skipBlanks();
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void skipBlanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private SearchException wrong(String what) {
    return new SearchException(
        new SearchProblem(
            "CANDIDATE_JSON",
            "candidate",
            "at character " + (at + 1) + ": " + what,
            "write one flat object, such as {\"lr\":0.01,\"depth\":3}"));
  }
}
