package io.github.packtrain.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class CredentialTest {
  private static final String PIN =
      Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]);

  @Test
  void aBareTokenIsForAMasterWithoutTls() {
    Credential credential = Credential.ofToken(" secret\n");
    assertThat(credential.secret()).isEqualTo("secret");
    assertThat(credential.findPin()).isEmpty();
  }

  @Test
  void aPinnedTokenNamesTheAuthority() {
    Credential credential = Credential.ofToken("ptj1." + PIN + ".secret");
    assertThat(credential.secret()).isEqualTo("secret");
    assertThat(credential.findPin().orElseThrow()).isEqualTo(new byte[32]);
    assertThat(credential).asString().startsWith("token pinned to 0000").doesNotContain("secret");
  }

  @Test
  void aPinCanBeGivenAsToolsPrintIt() {
    Credential credential = Credential.ofToken("secret").withPin("AB:".repeat(31) + "CD");
    assertThat(credential.findPin().orElseThrow()).hasSize(32).endsWith(0xCD);
  }

  @Test
  void whatIsNoTokenIsRefusedWithoutBeingRepeated() {
    for (String token :
        new String[] {"", "hun ter2", "ptj1.hunter2", "ptj1.AAAA.hunter2", "ptj1.??.hunter2"}) {
      assertThatThrownBy(() -> Credential.ofToken(token))
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .doesNotContain("hunter2");
    }
  }
}
