package io.github.packtrain.journal;

import com.google.protobuf.TextFormat;
import io.github.packtrain.journal.v1.EventProto.Entry;
import io.github.packtrain.model.Fact;
import java.text.ParseException;

/** Facts as lines of text, in the text form of the journal's own schema. */
final class FactText {
  private static final TextFormat.Printer PRINTER = TextFormat.printer().emittingSingleLine(true);
  private static final TextFormat.Parser PARSER = TextFormat.getParser();

  private FactText() {}

  static String write(Fact fact) {
    return PRINTER.printToString(EventCodec.entry(fact)).strip();
  }

  static Fact read(String line) throws ParseException {
    Entry.Builder entry = Entry.newBuilder();
    try {
      PARSER.merge(line, entry);
    } catch (TextFormat.ParseException e) {
      throw because(String.valueOf(e.getMessage()), e);
    }
    try {
      return EventCodec.fact(entry.build());
    } catch (JournalException.TooNew e) {
      throw because(e.why(), e);
    } catch (IllegalArgumentException e) {
      throw because(String.valueOf(e.getMessage()), e);
    }
  }

  private static ParseException because(String why, Exception cause) {
    ParseException wrong = new ParseException(why, 0);
    wrong.initCause(cause);
    return wrong;
  }
}
