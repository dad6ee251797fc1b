//! The schema that the migrations make is the one in `snapshots/`, on both databases.
//!
//! After a migration was added, `ACCEPT_SNAPSHOTS=1` writes the snapshots anew; the difference is then reviewed.

#![allow(clippy::unwrap_used, reason = "these are tests")]

use std::path::Path;

use migrations::{SchemaState, migrate, schema_state};
use sea_orm_migration::sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use testkit::database::TestDatabase;

const SQLITE: &str = "SELECT sql FROM sqlite_master \
    WHERE sql IS NOT NULL AND tbl_name <> 'seaql_migrations' ORDER BY tbl_name, type DESC, name";

const POSTGRES: &str = "SELECT line FROM ( \
    SELECT format('%s.%s %s%s', table_name, column_name, data_type, \
        CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END) AS line \
    FROM information_schema.columns WHERE table_schema = current_schema() \
    UNION ALL \
    SELECT format('%s: %s %s', c.conrelid::regclass, c.conname, regexp_replace(pg_get_constraintdef(c.oid), '\\s+', ' ', 'g')) \
    FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace \
    WHERE n.nspname = current_schema() AND c.contype IN ('p', 'f', 'c', 'u') \
    UNION ALL \
    SELECT format('%s: %s', tablename, indexdef) FROM pg_indexes WHERE schemaname = current_schema() \
    ) AS lines WHERE line NOT LIKE 'seaql_migrations%' ORDER BY line COLLATE \"C\"";

async fn connect(database: &TestDatabase) -> DatabaseConnection {
    let url = if database.is_postgres() {
        database.url().to_owned()
    } else {
        format!("{}?mode=rwc", database.url())
    };
    Database::connect(url).await.unwrap()
}

testkit::both_databases! {
    async fn schema_is_the_snapshot(database: TestDatabase) {
        let db = connect(&database).await;
        assert_eq!(schema_state(&db).await.unwrap(), SchemaState::Empty);
        assert_eq!(migrate(&db).await.unwrap(), SchemaState::Current);
        assert_eq!(migrate(&db).await.unwrap(), SchemaState::Current);
        let (query, file) = match db.get_database_backend() {
            DbBackend::Postgres => (POSTGRES, "postgres.sql"),
            _ => (SQLITE, "sqlite.sql"),
        };
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), query)).await.unwrap();
        let lines: Vec<String> = rows.iter().map(|it| it.try_get_by_index(0).unwrap()).collect();
        let schema = lines.join("\n") + "\n";
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots").join(file);
        if std::env::var_os("ACCEPT_SNAPSHOTS").is_some_and(|it| it == "1") {
            std::fs::write(&path, &schema).unwrap();
        }
        let snapshot = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(schema == snapshot, "the schema differs from {file}; it is now:\n{schema}");
    }

    async fn a_newer_schema_is_left_alone(database: TestDatabase) {
        let db = connect(&database).await;
        migrate(&db).await.unwrap();
        db.execute_unprepared("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_later', 0)")
            .await
            .unwrap();
        assert_eq!(schema_state(&db).await.unwrap(), SchemaState::Newer);
        assert_eq!(migrate(&db).await.unwrap(), SchemaState::Newer);
    }

    async fn concurrent_migrations_do_not_collide(database: TestDatabase) {
        let connections = [connect(&database).await, connect(&database).await, connect(&database).await];
        let [a, b, c] = connections;
        let (a, b, c) = tokio::join!(migrate(&a), migrate(&b), migrate(&c));
        assert_eq!((a.unwrap(), b.unwrap(), c.unwrap()), (SchemaState::Current, SchemaState::Current, SchemaState::Current));
    }
}
