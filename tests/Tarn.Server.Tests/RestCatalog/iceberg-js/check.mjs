// A life of a table by iceberg-js. Arguments: base URL (ends with /iceberg), token. Exit code 0 when every step held.
import assert from 'node:assert/strict';
import { IcebergError, IcebergRestCatalog } from 'iceberg-js';

const [baseUrl, token] = process.argv.slice(2);
const catalog = new IcebergRestCatalog({ baseUrl, auth: { type: 'bearer', token } });
const namespace = [`js_${Date.now()}`];
const name = 'orders with a blank';

await catalog.createNamespace({ namespace }, { properties: { owner: 'ann' } });
assert.ok((await catalog.listNamespaces()).some((found) => found.namespace[0] === namespace[0]));
assert.equal((await catalog.loadNamespaceMetadata({ namespace })).properties.owner, 'ann');
const child = [...namespace, 'inner'];
await catalog.createNamespace({ namespace: child });
assert.deepEqual(await catalog.listNamespaces({ namespace }), [{ namespace: child }]);
await catalog.dropNamespace({ namespace: child });

const schema = {
  type: 'struct',
  'schema-id': 0,
  fields: [
    { id: 7, name: 'id', type: 'long', required: true },
    { id: 9, name: 'at', type: 'timestamptz', required: false },
  ],
};
const created = await catalog.createTable({ namespace }, { name, schema });
assert.deepEqual(created.schemas[0].fields.map((field) => field.id), [1, 2], 'the server gives the field ids');
assert.deepEqual(await catalog.listTables({ namespace }), [{ namespace, name }]);
assert.ok(await catalog.tableExists({ namespace, name }));
const loaded = await catalog.loadTable({ namespace, name });
assert.equal(loaded['table-uuid'], created['table-uuid']);
assert.equal(loaded['format-version'], 2);

const failure = await catalog.loadTable({ namespace, name: 'none' }).then(() => null, (error) => error);
assert.ok(failure instanceof IcebergError);
assert.equal(failure.status, 404);
assert.equal(failure.icebergType, 'NoSuchTableException');
const twice = await catalog.createTable({ namespace }, { name, schema }).then(() => null, (error) => error);
assert.equal(twice.status, 409);

await catalog.dropTable({ namespace, name }, { purge: true });
assert.equal(await catalog.tableExists({ namespace, name }), false);
await catalog.dropNamespace({ namespace });
const stranger = new IcebergRestCatalog({ baseUrl, auth: { type: 'bearer', token: 'tarn_nobody' } });
assert.equal((await stranger.listNamespaces().then(() => null, (error) => error)).status, 401);
console.log('iceberg-js: every step held');
