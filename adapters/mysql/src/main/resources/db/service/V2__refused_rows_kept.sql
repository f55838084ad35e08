-- How many refused rows of a load were kept, the first ones; NULL for all of them. The index finds the
-- dry runs whose refused rows are to be deleted.
SET @missing = (SELECT COUNT(*) = 0 FROM information_schema.columns
  WHERE table_schema = DATABASE() AND table_name = 'loads' AND column_name = 'rejects_kept');
SET @change = IF(@missing,
  'ALTER TABLE loads ADD COLUMN rejects_kept BIGINT NULL AFTER rejects_stored, ADD KEY by_rejects (dry_run, rejects_stored, ended_at)',
  'DO 0');
PREPARE change_loads FROM @change;
EXECUTE change_loads;
DEALLOCATE PREPARE change_loads;

SET @missing = (SELECT COUNT(*) = 0 FROM information_schema.columns
  WHERE table_schema = DATABASE() AND table_name = 'shadow_loads' AND column_name = 'rejects_kept');
SET @change = IF(@missing, 'ALTER TABLE shadow_loads ADD COLUMN rejects_kept BIGINT NULL', 'DO 0');
PREPARE change_loads FROM @change;
EXECUTE change_loads;
DEALLOCATE PREPARE change_loads;
