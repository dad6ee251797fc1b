CREATE TABLE "access_token" (
  "key" text NOT NULL PRIMARY KEY,
  "name" text NOT NULL,
  "role" text NOT NULL,
  "hash" text NOT NULL,
  "created_at" timestamp_with_timezone_text NOT NULL,
  "created_by" text NOT NULL,
  "expires_at" timestamp_with_timezone_text,
  "revoked_at" timestamp_with_timezone_text,
  "last_used_at" timestamp_with_timezone_text,
  CONSTRAINT "access_token_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "access_token_role_check" CHECK ("role" IN ('READER', 'ANALYST', 'EDITOR', 'CURATOR', 'ADMINISTRATOR')),
  CONSTRAINT "access_token_hash_check" CHECK (length("hash") = 64),
  CONSTRAINT "access_token_hash_key" UNIQUE ("hash")
)
CREATE TABLE "action_item" (
  "key" text NOT NULL PRIMARY KEY,
  "resolution" text NOT NULL,
  "kind" text NOT NULL,
  "text_pl" text NOT NULL,
  "text_en" text,
  "due" text NOT NULL,
  "responsible" text NOT NULL,
  "addressees" text NOT NULL,
  "co_participants" text NOT NULL,
  "status" text NOT NULL,
  "evidence" text NOT NULL,
  "possible_evidence" text NOT NULL,
  "depends_on" text NOT NULL,
  CONSTRAINT "action_item_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "action_item_resolution_fkey" FOREIGN KEY ("resolution") REFERENCES "resolution" ("key") DEFERRABLE INITIALLY DEFERRED
)
CREATE TABLE "application" (
  "key" text NOT NULL PRIMARY KEY,
  "call" text NOT NULL,
  "partnership" text NOT NULL,
  "submitted_on" text NOT NULL,
  "outcome" text NOT NULL,
  "amount_minor" bigint,
  "currency" text,
  CONSTRAINT "application_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "application_call_fkey" FOREIGN KEY ("call") REFERENCES "call" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "application_partnership_fkey" FOREIGN KEY ("partnership") REFERENCES "partnership" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "application_amount_minor_check" CHECK ("amount_minor" >= 0),
  CONSTRAINT "application_amount_check" CHECK (("amount_minor" IS NULL) = ("currency" IS NULL))
)
CREATE TABLE "audit" (
  "number" bigint NOT NULL PRIMARY KEY,
  "recorded_at" timestamp_with_timezone_text NOT NULL,
  "account" text,
  "label" text NOT NULL,
  "role" text NOT NULL,
  "request" text,
  "what" text NOT NULL,
  "people" bigint NOT NULL,
  "detail" text NOT NULL,
  "salt" text,
  "detail_digest" text NOT NULL,
  "hash" text NOT NULL,
  CONSTRAINT "audit_people_check" CHECK ("people" >= 0)
)
CREATE TABLE "audit_head" (
  "id" bigint NOT NULL PRIMARY KEY,
  "number" bigint NOT NULL,
  "hash" text NOT NULL,
  "removed_number" bigint NOT NULL,
  "removed_hash" text NOT NULL,
  CONSTRAINT "audit_head_number_check" CHECK ("number" >= 0),
  CONSTRAINT "audit_head_removed_number_check" CHECK ("removed_number" >= 0),
  CONSTRAINT "audit_head_id_check" CHECK ("id" = 1)
)
CREATE TABLE "body" (
  "key" text NOT NULL PRIMARY KEY,
  "name_pl" text NOT NULL,
  "name_en" text,
  "short_name" text,
  "kind" text NOT NULL,
  "partnership" text,
  "appointed_by" text,
  "established" text NOT NULL,
  "as_of" text NOT NULL,
  "same_as" text,
  "note" text,
  CONSTRAINT "body_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "body_partnership_fkey" FOREIGN KEY ("partnership") REFERENCES "partnership" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "body_same_as_fkey" FOREIGN KEY ("same_as") REFERENCES "institution" ("key") DEFERRABLE INITIALLY DEFERRED
)
CREATE TABLE "body_membership" (
  "key" text NOT NULL PRIMARY KEY,
  "body" text NOT NULL,
  "person" text,
  "on_behalf_of" text,
  "group" text,
  "role" text NOT NULL,
  "as_of" text NOT NULL,
  "valid_from" text NOT NULL,
  "valid_to" text NOT NULL,
  CONSTRAINT "body_membership_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "body_membership_body_fkey" FOREIGN KEY ("body") REFERENCES "body" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "body_membership_person_fkey" FOREIGN KEY ("person") REFERENCES "person" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "body_membership_on_behalf_of_fkey" FOREIGN KEY ("on_behalf_of") REFERENCES "institution" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "body_membership_holder_check" CHECK ("person" IS NOT NULL OR "on_behalf_of" IS NOT NULL OR "group" IS NOT NULL)
)
CREATE TABLE "call" (
  "key" text NOT NULL PRIMARY KEY,
  "number" text NOT NULL,
  "edition" text,
  "programme" text,
  "title" text,
  "as_of" text NOT NULL,
  "opened" text NOT NULL,
  "closed" text NOT NULL,
  CONSTRAINT "call_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "call_programme_fkey" FOREIGN KEY ("programme") REFERENCES "programme" ("key") DEFERRABLE INITIALLY DEFERRED
)
CREATE TABLE "change" (
  "revision" bigint NOT NULL,
  "ordinal" bigint NOT NULL,
  "kind" text NOT NULL,
  "key" text NOT NULL,
  "before" text,
  "after" text,
  PRIMARY KEY ("revision", "ordinal"),
  CONSTRAINT "change_revision_fkey" FOREIGN KEY ("revision") REFERENCES "revision" ("number") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "change_state_check" CHECK ("before" IS NOT NULL OR "after" IS NOT NULL)
)
CREATE INDEX "change_record_index" ON "change" ("key", "kind")
CREATE TABLE "claim" (
  "key" text NOT NULL PRIMARY KEY,
  "subject" text NOT NULL,
  "field" text,
  "value" text,
  "rank" bigint NOT NULL,
  "document" text NOT NULL,
  "confidence" text NOT NULL,
  "convention" text,
  "premises" text NOT NULL,
  "status" text NOT NULL,
  CONSTRAINT "claim_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "claim_rank_check" CHECK ("rank" >= 0),
  CONSTRAINT "claim_document_fkey" FOREIGN KEY ("document") REFERENCES "document" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "claim_status_check" CHECK ("status" IN ('ASSERTED', 'DISPUTED', 'RETRACTED'))
)
CREATE INDEX "claim_subject_index" ON "claim" ("subject")
CREATE TABLE "claim_text" (
  "key" text NOT NULL PRIMARY KEY,
  "locator" text NOT NULL,
  "inference" text,
  CONSTRAINT "claim_text_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "claim_text_key_fkey" FOREIGN KEY ("key") REFERENCES "claim" ("key") DEFERRABLE INITIALLY DEFERRED
)
CREATE TABLE "contact_point" (
  "key" text NOT NULL PRIMARY KEY,
  "of" text NOT NULL,
  "kind" text NOT NULL,
  "value" text NOT NULL,
  "document" text NOT NULL,
  CONSTRAINT "contact_point_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "contact_point_document_fkey" FOREIGN KEY ("document") REFERENCES "document" ("key") DEFERRABLE INITIALLY DEFERRED
)
CREATE INDEX "contact_point_of_index" ON "contact_point" ("of")
CREATE TABLE "document" (
  "key" text NOT NULL PRIMARY KEY,
  "title" text NOT NULL,
  "kind" text NOT NULL,
  "covers" text NOT NULL,
  "dated" text NOT NULL,
  "dated_basis" text,
  "sha256" text,
  "locator_scheme" text NOT NULL,
  "state" text NOT NULL,
  CONSTRAINT "document_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "document_state_check" CHECK ("state" IN ('ACCEPTED', 'RETRACTED'))
)
CREATE TABLE "erasure" (
  "person" text NOT NULL PRIMARY KEY,
  "revision" bigint NOT NULL,
  "recorded_at" timestamp_with_timezone_text NOT NULL,
  "author" text NOT NULL,
  "reason" text NOT NULL,
  CONSTRAINT "erasure_revision_check" CHECK ("revision" >= 0)
)
CREATE TABLE "expectation" (
  "key" text NOT NULL PRIMARY KEY,
  "text_pl" text NOT NULL,
  "text_en" text,
  "type" text,
  "sector" text,
  "function" text,
  "level" text NOT NULL,
  "within" text,
  "excluded_kinds" text NOT NULL,
  "minimum" bigint NOT NULL,
  "place" text NOT NULL,
  "partnership" text,
  "basis_pl" text NOT NULL,
  "basis_en" text,
  "reference" text,
  "valid_from" text NOT NULL,
  "valid_to" text NOT NULL,
  CONSTRAINT "expectation_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "expectation_type_fkey" FOREIGN KEY ("type") REFERENCES "institution_type" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "expectation_sector_fkey" FOREIGN KEY ("sector") REFERENCES "sector" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "expectation_function_fkey" FOREIGN KEY ("function") REFERENCES "function" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "expectation_within_fkey" FOREIGN KEY ("within") REFERENCES "territory" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "expectation_minimum_check" CHECK ("minimum" >= 0),
  CONSTRAINT "expectation_partnership_fkey" FOREIGN KEY ("partnership") REFERENCES "partnership" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "expectation_subject_check" CHECK (CASE WHEN "type" IS NULL THEN 0 ELSE 1 END + CASE WHEN "sector" IS NULL THEN 0 ELSE 1 END + CASE WHEN "function" IS NULL THEN 0 ELSE 1 END = 1),
  CONSTRAINT "expectation_at_least_one_check" CHECK ("minimum" >= 1)
)
CREATE TABLE "function" (
  "key" text NOT NULL PRIMARY KEY,
  "code" text NOT NULL,
  "name_pl" text NOT NULL,
  "name_en" text NOT NULL,
  CONSTRAINT "function_key_check" CHECK (length("key") BETWEEN 1 AND 96)
)
CREATE TABLE "funding_aggregate" (
  "key" text NOT NULL PRIMARY KEY,
  "label_pl" text NOT NULL,
  "label_en" text,
  "calls" text NOT NULL,
  "created" bigint,
  "submitted" bigint,
  "funded" bigint,
  "rejected" bigint,
  "by" text,
  "as_of" text NOT NULL,
  CONSTRAINT "funding_aggregate_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "funding_aggregate_created_check" CHECK ("created" >= 0),
  CONSTRAINT "funding_aggregate_submitted_check" CHECK ("submitted" >= 0),
  CONSTRAINT "funding_aggregate_funded_check" CHECK ("funded" >= 0),
  CONSTRAINT "funding_aggregate_rejected_check" CHECK ("rejected" >= 0)
)
CREATE TABLE "identifier" (
  "key" text NOT NULL PRIMARY KEY,
  "institution" text NOT NULL,
  "scheme" text NOT NULL,
  "value" text NOT NULL,
  "belongs_to" text NOT NULL,
  CONSTRAINT "identifier_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "identifier_institution_fkey" FOREIGN KEY ("institution") REFERENCES "institution" ("key") DEFERRABLE INITIALLY DEFERRED
)
CREATE TABLE "identity_decision" (
  "key" text NOT NULL PRIMARY KEY,
  "duplicate" text NOT NULL,
  "canonical" text NOT NULL,
  "status" text NOT NULL,
  "reason" text NOT NULL,
  "decided_by" text NOT NULL,
  "decided_on" text NOT NULL,
  "task" text,
  CONSTRAINT "identity_decision_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "identity_decision_duplicate_fkey" FOREIGN KEY ("duplicate") REFERENCES "institution" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "identity_decision_canonical_fkey" FOREIGN KEY ("canonical") REFERENCES "institution" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "identity_decision_status_check" CHECK ("status" IN ('PROPOSED', 'ACCEPTED', 'REJECTED', 'UNDONE')),
  CONSTRAINT "identity_decision_task_fkey" FOREIGN KEY ("task") REFERENCES "resolution_task" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "identity_decision_pair_check" CHECK ("duplicate" <> "canonical")
)
CREATE TABLE "indicator" (
  "key" text NOT NULL PRIMARY KEY,
  "label_pl" text NOT NULL,
  "label_en" text,
  "value" double precision NOT NULL,
  "unit" text NOT NULL,
  "as_of" text NOT NULL,
  "nature" text NOT NULL,
  "of" text,
  "collection" text,
  "note" text,
  CONSTRAINT "indicator_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "indicator_value_check" CHECK ("value" >= 0)
)
CREATE TABLE "institution" (
  "key" text NOT NULL PRIMARY KEY,
  "name_pl" text NOT NULL,
  "name_en" text,
  "short_name" text,
  "type" text,
  "sector" text,
  "functions" text NOT NULL,
  "seat" text,
  "parent" text,
  "existed_from" text NOT NULL,
  "existed_to" text NOT NULL,
  "state" text NOT NULL,
  "naming" text NOT NULL,
  "note" text,
  CONSTRAINT "institution_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "institution_type_fkey" FOREIGN KEY ("type") REFERENCES "institution_type" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "institution_sector_fkey" FOREIGN KEY ("sector") REFERENCES "sector" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "institution_seat_fkey" FOREIGN KEY ("seat") REFERENCES "territory" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "institution_parent_fkey" FOREIGN KEY ("parent") REFERENCES "institution" ("key") DEFERRABLE INITIALLY DEFERRED
)
CREATE TABLE "institution_type" (
  "key" text NOT NULL PRIMARY KEY,
  "code" text NOT NULL,
  "name_pl" text NOT NULL,
  "name_en" text NOT NULL,
  "parent" text,
  "forms" text NOT NULL,
  "rolls_up" boolean NOT NULL,
  "sector" text,
  "functions" text NOT NULL,
  CONSTRAINT "institution_type_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "institution_type_parent_fkey" FOREIGN KEY ("parent") REFERENCES "institution_type" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "institution_type_sector_fkey" FOREIGN KEY ("sector") REFERENCES "sector" ("key") DEFERRABLE INITIALLY DEFERRED
)
CREATE TABLE "legal_hold" (
  "person" text NOT NULL PRIMARY KEY,
  "reason" text NOT NULL,
  "author" text NOT NULL,
  "recorded_at" timestamp_with_timezone_text NOT NULL
)
CREATE TABLE "lifecycle_event" (
  "key" text NOT NULL PRIMARY KEY,
  "partnership" text NOT NULL,
  "state" text NOT NULL,
  "date" text NOT NULL,
  "note" text,
  CONSTRAINT "lifecycle_event_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "lifecycle_event_partnership_fkey" FOREIGN KEY ("partnership") REFERENCES "partnership" ("key") DEFERRABLE INITIALLY DEFERRED
)
CREATE TABLE "meeting" (
  "key" text NOT NULL PRIMARY KEY,
  "name_pl" text NOT NULL,
  "name_en" text,
  "title" text,
  "kind" text NOT NULL,
  "date" text NOT NULL,
  "status" text NOT NULL,
  "place" text,
  "partnership" text,
  "body" text,
  "series" text,
  "topics" text NOT NULL,
  "possible_duplicate_of" text,
  "has_unnamed_participants" boolean NOT NULL,
  "note" text,
  CONSTRAINT "meeting_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "meeting_kind_fkey" FOREIGN KEY ("kind") REFERENCES "meeting_kind" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "meeting_place_fkey" FOREIGN KEY ("place") REFERENCES "territory" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "meeting_partnership_fkey" FOREIGN KEY ("partnership") REFERENCES "partnership" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "meeting_body_fkey" FOREIGN KEY ("body") REFERENCES "body" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "meeting_series_fkey" FOREIGN KEY ("series") REFERENCES "meeting_series" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "meeting_possible_duplicate_of_fkey" FOREIGN KEY ("possible_duplicate_of") REFERENCES "meeting" ("key") DEFERRABLE INITIALLY DEFERRED
)
CREATE TABLE "meeting_kind" (
  "key" text NOT NULL PRIMARY KEY,
  "code" text NOT NULL,
  "name_pl" text NOT NULL,
  "name_en" text NOT NULL,
  "tie_basis" text NOT NULL,
  "is_visit" boolean NOT NULL,
  "is_plenary" boolean NOT NULL,
  CONSTRAINT "meeting_kind_key_check" CHECK (length("key") BETWEEN 1 AND 96)
)
CREATE TABLE "meeting_series" (
  "key" text NOT NULL PRIMARY KEY,
  "name_pl" text NOT NULL,
  "name_en" text,
  "kind" text NOT NULL,
  "date" text NOT NULL,
  "status" text NOT NULL,
  "partnership" text,
  "body" text,
  "topics" text NOT NULL,
  "has_unnamed_participants" boolean NOT NULL,
  "note" text,
  CONSTRAINT "meeting_series_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "meeting_series_kind_fkey" FOREIGN KEY ("kind") REFERENCES "meeting_kind" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "meeting_series_partnership_fkey" FOREIGN KEY ("partnership") REFERENCES "partnership" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "meeting_series_body_fkey" FOREIGN KEY ("body") REFERENCES "body" ("key") DEFERRABLE INITIALLY DEFERRED
)
CREATE TABLE "membership" (
  "key" text NOT NULL PRIMARY KEY,
  "partnership" text NOT NULL,
  "role" text NOT NULL,
  "signed_on" text NOT NULL,
  "as_of" text NOT NULL,
  "valid_from" text NOT NULL,
  "valid_to" text NOT NULL,
  "party_institution" text,
  "party_office" text,
  "party_body" text,
  "party_group" text,
  CONSTRAINT "membership_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "membership_partnership_fkey" FOREIGN KEY ("partnership") REFERENCES "partnership" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "membership_party_institution_fkey" FOREIGN KEY ("party_institution") REFERENCES "institution" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "membership_party_office_fkey" FOREIGN KEY ("party_office") REFERENCES "office" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "membership_party_body_fkey" FOREIGN KEY ("party_body") REFERENCES "body" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "membership_party_check" CHECK (CASE WHEN "party_institution" IS NULL THEN 0 ELSE 1 END + CASE WHEN "party_office" IS NULL THEN 0 ELSE 1 END + CASE WHEN "party_body" IS NULL THEN 0 ELSE 1 END + CASE WHEN "party_group" IS NULL THEN 0 ELSE 1 END = 1)
)
CREATE TABLE "mention" (
  "key" text NOT NULL PRIMARY KEY,
  "surface" text NOT NULL,
  "kind" text NOT NULL,
  "target" text NOT NULL,
  "note" text,
  CONSTRAINT "mention_key_check" CHECK (length("key") BETWEEN 1 AND 96)
)
CREATE TABLE "norm" (
  "key" text NOT NULL PRIMARY KEY,
  "kind" text NOT NULL,
  "text_pl" text NOT NULL,
  "text_en" text,
  "partnership" text,
  "project" text,
  "meeting_kind" text,
  "institution_type" text,
  "threshold" bigint,
  CONSTRAINT "norm_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "norm_partnership_fkey" FOREIGN KEY ("partnership") REFERENCES "partnership" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "norm_project_fkey" FOREIGN KEY ("project") REFERENCES "project" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "norm_meeting_kind_fkey" FOREIGN KEY ("meeting_kind") REFERENCES "meeting_kind" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "norm_institution_type_fkey" FOREIGN KEY ("institution_type") REFERENCES "institution_type" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "norm_threshold_check" CHECK ("threshold" >= 0)
)
CREATE TABLE "office" (
  "key" text NOT NULL PRIMARY KEY,
  "title_pl" text NOT NULL,
  "title_en" text NOT NULL,
  "institution" text,
  "territory" text,
  "sector" text,
  CONSTRAINT "office_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "office_institution_fkey" FOREIGN KEY ("institution") REFERENCES "institution" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "office_territory_fkey" FOREIGN KEY ("territory") REFERENCES "territory" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "office_sector_fkey" FOREIGN KEY ("sector") REFERENCES "sector" ("key") DEFERRABLE INITIALLY DEFERRED
)
CREATE TABLE "participation" (
  "key" text NOT NULL PRIMARY KEY,
  "meeting" text,
  "series" text,
  "person" text,
  "role" text NOT NULL,
  "presence" text NOT NULL,
  "topic" text,
  "note" text,
  "party_institution" text,
  "party_office" text,
  "party_body" text,
  "party_group" text,
  CONSTRAINT "participation_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "participation_meeting_fkey" FOREIGN KEY ("meeting") REFERENCES "meeting" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "participation_series_fkey" FOREIGN KEY ("series") REFERENCES "meeting_series" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "participation_person_fkey" FOREIGN KEY ("person") REFERENCES "person" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "participation_topic_fkey" FOREIGN KEY ("topic") REFERENCES "topic" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "participation_party_institution_fkey" FOREIGN KEY ("party_institution") REFERENCES "institution" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "participation_party_office_fkey" FOREIGN KEY ("party_office") REFERENCES "office" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "participation_party_body_fkey" FOREIGN KEY ("party_body") REFERENCES "body" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "participation_party_check" CHECK (CASE WHEN "party_institution" IS NULL THEN 0 ELSE 1 END + CASE WHEN "party_office" IS NULL THEN 0 ELSE 1 END + CASE WHEN "party_body" IS NULL THEN 0 ELSE 1 END + CASE WHEN "party_group" IS NULL THEN 0 ELSE 1 END = 1),
  CONSTRAINT "participation_occasion_check" CHECK (("meeting" IS NULL) <> ("series" IS NULL))
)
CREATE TABLE "partnership" (
  "key" text NOT NULL PRIMARY KEY,
  "name_pl" text NOT NULL,
  "name_en" text,
  "kind" text NOT NULL,
  "parent" text,
  "founded" text NOT NULL,
  "territory" text,
  "intended_sectors" text NOT NULL,
  "aims" text NOT NULL,
  "open_accession" boolean,
  "note" text,
  CONSTRAINT "partnership_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "partnership_parent_fkey" FOREIGN KEY ("parent") REFERENCES "partnership" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "partnership_territory_fkey" FOREIGN KEY ("territory") REFERENCES "territory" ("key") DEFERRABLE INITIALLY DEFERRED
)
CREATE TABLE "person" (
  "key" text NOT NULL PRIMARY KEY,
  "public_function" text NOT NULL,
  "function_pl" text NOT NULL,
  "function_en" text NOT NULL,
  CONSTRAINT "person_key_check" CHECK (length("key") BETWEEN 1 AND 96)
)
CREATE TABLE "person_name" (
  "person" text NOT NULL PRIMARY KEY,
  "full_name" text NOT NULL,
  CONSTRAINT "person_name_person_fkey" FOREIGN KEY ("person") REFERENCES "person" ("key") DEFERRABLE INITIALLY DEFERRED
)
CREATE TABLE "programme" (
  "key" text NOT NULL PRIMARY KEY,
  "name_pl" text NOT NULL,
  "name_en" text,
  "kind" text NOT NULL,
  CONSTRAINT "programme_key_check" CHECK (length("key") BETWEEN 1 AND 96)
)
CREATE TABLE "project" (
  "key" text NOT NULL PRIMARY KEY,
  "title_pl" text NOT NULL,
  "title_en" text,
  "kind" text NOT NULL,
  "programme" text,
  "partnership" text,
  "leader" text,
  "territory" text,
  "period" text NOT NULL,
  "note" text,
  CONSTRAINT "project_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "project_programme_fkey" FOREIGN KEY ("programme") REFERENCES "programme" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "project_partnership_fkey" FOREIGN KEY ("partnership") REFERENCES "partnership" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "project_territory_fkey" FOREIGN KEY ("territory") REFERENCES "territory" ("key") DEFERRABLE INITIALLY DEFERRED
)
CREATE TABLE "relation" (
  "key" text NOT NULL PRIMARY KEY,
  "from" text NOT NULL,
  "to" text NOT NULL,
  "kind" text NOT NULL,
  "date" text NOT NULL,
  "reason" text,
  CONSTRAINT "relation_key_check" CHECK (length("key") BETWEEN 1 AND 96)
)
CREATE TABLE "request" (
  "key" text NOT NULL PRIMARY KEY,
  "digest" text NOT NULL,
  "subject" text NOT NULL,
  "revision" bigint NOT NULL,
  "recorded_at" timestamp_with_timezone_text NOT NULL,
  CONSTRAINT "request_revision_check" CHECK ("revision" >= 0)
)
CREATE INDEX "request_recorded_at" ON "request" ("recorded_at")
CREATE TABLE "resolution" (
  "key" text NOT NULL PRIMARY KEY,
  "kind" text NOT NULL,
  "text_pl" text NOT NULL,
  "text_en" text,
  "body" text,
  "meeting" text,
  "series" text,
  "date" text NOT NULL,
  "proposed_by" text,
  "person" text,
  "addressee" text,
  "in_cooperation_with" text NOT NULL,
  "topics" text NOT NULL,
  CONSTRAINT "resolution_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "resolution_body_fkey" FOREIGN KEY ("body") REFERENCES "body" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "resolution_meeting_fkey" FOREIGN KEY ("meeting") REFERENCES "meeting" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "resolution_series_fkey" FOREIGN KEY ("series") REFERENCES "meeting_series" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "resolution_person_fkey" FOREIGN KEY ("person") REFERENCES "person" ("key") DEFERRABLE INITIALLY DEFERRED
)
CREATE TABLE "resolution_task" (
  "key" text NOT NULL PRIMARY KEY,
  "question_pl" text NOT NULL,
  "question_en" text,
  "detail" text,
  "about" text NOT NULL,
  "severity" text NOT NULL,
  "status" text NOT NULL,
  CONSTRAINT "resolution_task_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "resolution_task_status_check" CHECK ("status" IN ('OPEN', 'DECIDED', 'DISMISSED'))
)
CREATE TABLE "retention_rule" (
  "public_function" text NOT NULL PRIMARY KEY,
  "months" bigint,
  CONSTRAINT "retention_rule_months_check" CHECK ("months" >= 0)
)
CREATE TABLE "revision" (
  "number" bigint NOT NULL PRIMARY KEY,
  "recorded_at" timestamp_with_timezone_text NOT NULL,
  "author" text NOT NULL,
  "act" text NOT NULL,
  "reason" text NOT NULL,
  "created" bigint NOT NULL,
  "changed" bigint NOT NULL,
  "personal" bigint NOT NULL,
  CONSTRAINT "revision_created_check" CHECK ("created" >= 0),
  CONSTRAINT "revision_changed_check" CHECK ("changed" >= 0),
  CONSTRAINT "revision_personal_check" CHECK ("personal" >= 0)
)
CREATE TABLE "revision_clock" (
  "id" bigint NOT NULL PRIMARY KEY,
  "number" bigint NOT NULL,
  CONSTRAINT "revision_clock_number_check" CHECK ("number" >= 0),
  CONSTRAINT "revision_clock_id_check" CHECK ("id" = 1)
)
CREATE TABLE "scenario" (
  "key" text NOT NULL PRIMARY KEY,
  "name" text NOT NULL,
  "draft_name" text,
  "note" text,
  "base" bigint NOT NULL,
  "changes" text NOT NULL,
  "state" text NOT NULL,
  "version" bigint NOT NULL,
  "author" text NOT NULL,
  "created_at" timestamp_with_timezone_text NOT NULL,
  "changed_at" timestamp_with_timezone_text NOT NULL,
  "applied" bigint,
  "made_by_request" text,
  "changed_by_request" text,
  CONSTRAINT "scenario_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "scenario_base_check" CHECK ("base" >= 0),
  CONSTRAINT "scenario_state_check" CHECK ("state" IN ('DRAFT', 'APPLIED', 'DISCARDED')),
  CONSTRAINT "scenario_version_check" CHECK ("version" >= 0),
  CONSTRAINT "scenario_applied_check" CHECK ("applied" >= 0),
  CONSTRAINT "scenario_draft_check" CHECK (("state" = 'DRAFT') = ("draft_name" IS NOT NULL)),
  CONSTRAINT "scenario_revision_check" CHECK (("state" = 'APPLIED') = ("applied" IS NOT NULL)),
  CONSTRAINT "scenario_draft_name_key" UNIQUE ("draft_name")
)
CREATE TABLE "secret" (
  "id" bigint NOT NULL PRIMARY KEY,
  "value" text NOT NULL,
  CONSTRAINT "secret_id_check" CHECK ("id" = 1)
)
CREATE TABLE "sector" (
  "key" text NOT NULL PRIMARY KEY,
  "code" text NOT NULL,
  "name_pl" text NOT NULL,
  "name_en" text NOT NULL,
  "roll_up" text,
  CONSTRAINT "sector_key_check" CHECK (length("key") BETWEEN 1 AND 96)
)
CREATE TABLE "served_territory" (
  "key" text NOT NULL PRIMARY KEY,
  "institution" text NOT NULL,
  "unit" text NOT NULL,
  "valid_from" text NOT NULL,
  "valid_to" text NOT NULL,
  CONSTRAINT "served_territory_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "served_territory_institution_fkey" FOREIGN KEY ("institution") REFERENCES "institution" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "served_territory_unit_fkey" FOREIGN KEY ("unit") REFERENCES "territory" ("key") DEFERRABLE INITIALLY DEFERRED
)
CREATE TABLE "statement" (
  "key" text NOT NULL PRIMARY KEY,
  "kind" text NOT NULL,
  "of" text,
  "text_pl" text NOT NULL,
  "text_en" text,
  "types" text NOT NULL,
  "function" text,
  "with" text NOT NULL,
  "items" text NOT NULL,
  "project" text,
  "territory" text,
  "date" text NOT NULL,
  "is_planned" boolean NOT NULL,
  CONSTRAINT "statement_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "statement_function_fkey" FOREIGN KEY ("function") REFERENCES "function" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "statement_project_fkey" FOREIGN KEY ("project") REFERENCES "project" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "statement_territory_fkey" FOREIGN KEY ("territory") REFERENCES "territory" ("key") DEFERRABLE INITIALLY DEFERRED
)
CREATE TABLE "suppression" (
  "digest" text NOT NULL,
  "person" text NOT NULL,
  "word_class" bigint NOT NULL,
  CONSTRAINT "suppression_word_class_check" CHECK ("word_class" >= 0),
  PRIMARY KEY ("digest", "person", "word_class")
)
CREATE TABLE "tenure" (
  "key" text NOT NULL PRIMARY KEY,
  "person" text NOT NULL,
  "office" text,
  "institution" text,
  "role_pl" text NOT NULL,
  "role_en" text NOT NULL,
  "as_of" text NOT NULL,
  "valid_from" text NOT NULL,
  "valid_to" text NOT NULL,
  CONSTRAINT "tenure_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "tenure_person_fkey" FOREIGN KEY ("person") REFERENCES "person" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "tenure_office_fkey" FOREIGN KEY ("office") REFERENCES "office" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "tenure_institution_fkey" FOREIGN KEY ("institution") REFERENCES "institution" ("key") DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "tenure_place_check" CHECK ("office" IS NOT NULL OR "institution" IS NOT NULL)
)
CREATE TABLE "territory" (
  "key" text NOT NULL PRIMARY KEY,
  "level" text NOT NULL,
  "name" text NOT NULL,
  "kind" text,
  "teryt" text,
  "nuts3" text,
  "parent" text,
  "name_genitive" text,
  "name_locative" text,
  "other_names" text NOT NULL,
  "valid_from" text NOT NULL,
  "valid_to" text NOT NULL,
  "note" text,
  CONSTRAINT "territory_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "territory_parent_fkey" FOREIGN KEY ("parent") REFERENCES "territory" ("key") DEFERRABLE INITIALLY DEFERRED
)
CREATE TABLE "tie_weight" (
  "key" text NOT NULL PRIMARY KEY,
  "basis" text NOT NULL,
  "weight" double precision NOT NULL,
  CONSTRAINT "tie_weight_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "tie_weight_weight_check" CHECK ("weight" >= 0)
)
CREATE TABLE "topic" (
  "key" text NOT NULL PRIMARY KEY,
  "name_pl" text NOT NULL,
  "name_en" text NOT NULL,
  "broader" text,
  CONSTRAINT "topic_key_check" CHECK (length("key") BETWEEN 1 AND 96),
  CONSTRAINT "topic_broader_fkey" FOREIGN KEY ("broader") REFERENCES "topic" ("key") DEFERRABLE INITIALLY DEFERRED
)
