package com.globant.hiring.application.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.BodyInterrupted;
import com.globant.hiring.application.record.LoadRecord;
import com.globant.hiring.application.record.LoadStatus;
import org.junit.jupiter.api.Test;

class LoadEndsTest {
  @Test
  void interruptionIsRecordedAsAborted() {
    BodyInterrupted gone = new BodyInterrupted("gone");

    assertThat(LoadEnds.status(gone)).isEqualTo(LoadStatus.ABORTED);
    assertThat(LoadEnds.problem(gone).code()).isEqualTo("aborted");
  }

  @Test
  void defectIsRecordedAsFailedWithoutItsMessage() {
    IllegalStateException defect = new IllegalStateException("secret");

    assertThat(LoadEnds.status(defect)).isEqualTo(LoadStatus.FAILED);
    assertThat(LoadEnds.problem(defect).code()).isEqualTo("internal_error");
    assertThat(LoadEnds.problem(defect).detail()).doesNotContain("secret");
  }

  @Test
  void refusalIsRecordedWithItsCode() {
    Refused draining = new Refused(RefusalCode.DRAINING, "stopping");

    assertThat(LoadEnds.status(draining)).isEqualTo(LoadStatus.ABORTED);
    assertThat(LoadEnds.problem(draining))
        .isEqualTo(new LoadRecord.Problem("draining", "stopping"));
  }
}
