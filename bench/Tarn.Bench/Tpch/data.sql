-- Tables of TPC-H's shape in plain SQL, from the public schema, key rules and value domains; rows are not dbgen's. Statements end with two semicolons. Set the variable sf first.
CREATE OR REPLACE MACRO rnd(k, salt, lo, hi) AS lo + (hash(k, salt) % (hi - lo + 1)::UBIGINT)::BIGINT
;;
CREATE OR REPLACE MACRO pick(lst, k, salt) AS lst[1 + (hash(k, salt) % len(lst)::UBIGINT)::BIGINT]
;;
CREATE OR REPLACE MACRO words() AS ['carefully','quickly','furiously','slyly','blithely','ironic','final','regular','special','express','bold','pending','unusual','even','silent','requests','deposits','packages','accounts','instructions','theodolites','foxes','ideas','pinto','beans','sleep','haggle','nag','wake','cajole','above','against','among','across','the','about','after','dependencies','platelets','Tiresias']
;;
CREATE OR REPLACE MACRO colors() AS ['almond','antique','aquamarine','azure','beige','bisque','black','blanched','blue','blush','brown','burlywood','burnished','chartreuse','chiffon','chocolate','coral','cornflower','cornsilk','cream','cyan','dark','deep','dim','dodger','drab','firebrick','floral','forest','frosted','gainsboro','ghost','goldenrod','green','grey','honeydew','hot','indian','ivory','khaki','lace','lavender','lawn','lemon','light','lime','linen','magenta','maroon','medium','metallic','midnight','mint','misty','moccasin','navajo','navy','olive','orange','orchid','pale','papaya','peach','peru','pink','plum','powder','puff','purple','red','rose','rosy','royal','saddle','salmon','sandy','seashell','sienna','sky','slate','smoke','snow','spring','steel','tan','thistle','tomato','turquoise','violet','wheat','white','yellow']
;;
CREATE OR REPLACE MACRO txt(k, salt) AS concat_ws(' ', pick(words(),k,salt), pick(words(),k,salt+1), pick(words(),k,salt+2), pick(words(),k,salt+3), pick(words(),k,salt+4))
;;
CREATE OR REPLACE MACRO phone(k, nk, salt) AS (nk+10)::VARCHAR || '-' || rnd(k,salt,100,999) || '-' || rnd(k,salt+1,100,999) || '-' || rnd(k,salt+2,1000,9999)
;;
CREATE OR REPLACE MACRO retail(p) AS ((90000 + ((p // 10) % 20001) + 100 * (p % 1000)) / 100.0)::DECIMAL(15,2)
;;
CREATE OR REPLACE MACRO ps_supp(p, i, s) AS ((p + (i * ((s // 4) + ((p - 1) // s)))) % s) + 1
;;
CREATE OR REPLACE TABLE region AS SELECT (i-1)::INTEGER r_regionkey, n r_name, txt(i,1) r_comment FROM (SELECT unnest(['AFRICA','AMERICA','ASIA','EUROPE','MIDDLE EAST']) n, unnest(range(1,6)) i)
;;
CREATE OR REPLACE TABLE nation AS SELECT (i-1)::INTEGER n_nationkey, n n_name, r::INTEGER n_regionkey, txt(i,2) n_comment FROM (SELECT unnest(['ALGERIA','ARGENTINA','BRAZIL','CANADA','EGYPT','ETHIOPIA','FRANCE','GERMANY','INDIA','INDONESIA','IRAN','IRAQ','JAPAN','JORDAN','KENYA','MOROCCO','MOZAMBIQUE','PERU','CHINA','ROMANIA','SAUDI ARABIA','VIETNAM','RUSSIA','UNITED KINGDOM','UNITED STATES']) n, unnest([0,1,1,1,4,0,3,3,2,2,4,4,2,4,0,0,0,1,2,3,4,2,3,3,1]) r, unnest(range(1,26)) i)
;;
CREATE OR REPLACE TABLE supplier AS SELECT k s_suppkey, 'Supplier#' || lpad(k::VARCHAR,9,'0') s_name, txt(k,10) s_address, nk::INTEGER s_nationkey, phone(k,nk,20) s_phone, (rnd(k,30,-99999,999999)/100.0)::DECIMAL(15,2) s_acctbal, CASE WHEN k % 2000 = 7 THEN 'carefully Customer slyly Complaints haggle' WHEN k % 2000 = 11 THEN 'blithely Customer final Recommends nag' ELSE txt(k,31) END s_comment FROM (SELECT i k, rnd(i,19,0,24) nk FROM range(1, (10000*getvariable('sf'))::BIGINT+1) r(i))
;;
CREATE OR REPLACE TABLE part AS SELECT k p_partkey, concat_ws(' ', pick(colors(),k,40), pick(colors(),k,41), pick(colors(),k,42), pick(colors(),k,43), pick(colors(),k,44)) p_name, 'Manufacturer#'||m p_mfgr, 'Brand#'||m||rnd(k,46,1,5) p_brand, pick(['STANDARD','SMALL','MEDIUM','LARGE','ECONOMY','PROMO'],k,47)||' '||pick(['ANODIZED','BURNISHED','PLATED','POLISHED','BRUSHED'],k,48)||' '||pick(['TIN','NICKEL','BRASS','STEEL','COPPER'],k,49) p_type, rnd(k,50,1,50)::INTEGER p_size, pick(['SM','LG','MED','JUMBO','WRAP'],k,51)||' '||pick(['CASE','BOX','BAG','JAR','PKG','PACK','CAN','DRUM'],k,52) p_container, retail(k) p_retailprice, txt(k,53)[1:22] p_comment FROM (SELECT i k, rnd(i,45,1,5) m FROM range(1,(200000*getvariable('sf'))::BIGINT+1) r(i))
;;
CREATE OR REPLACE TABLE partsupp AS SELECT p ps_partkey, ps_supp(p, i, (10000*getvariable('sf'))::BIGINT) ps_suppkey, rnd(p*4+i,60,1,9999) ps_availqty, (rnd(p*4+i,61,100,100000)/100.0)::DECIMAL(15,2) ps_supplycost, txt(p*4+i,62)||' '||txt(p*4+i,70)||' '||txt(p*4+i,80) ps_comment FROM range(1,(200000*getvariable('sf'))::BIGINT+1) r(p), range(0,4) q(i)
;;
CREATE OR REPLACE TABLE customer AS SELECT k c_custkey, 'Customer#'||lpad(k::VARCHAR,9,'0') c_name, txt(k,90) c_address, nk::INTEGER c_nationkey, phone(k,nk,100) c_phone, (rnd(k,110,-99999,999999)/100.0)::DECIMAL(15,2) c_acctbal, pick(['AUTOMOBILE','BUILDING','FURNITURE','MACHINERY','HOUSEHOLD'],k,111) c_mktsegment, txt(k,112)||' '||txt(k,118) c_comment FROM (SELECT i k, rnd(i,89,0,24) nk FROM range(1,(150000*getvariable('sf'))::BIGINT+1) r(i))
;;
CREATE OR REPLACE TABLE lineitem AS
WITH o AS (SELECT (i//8)*32 + i%8 + 1 AS ok, i, DATE '1992-01-01' + rnd(i,130,0,2405)::INTEGER od, rnd(i,131,1,7) nl FROM range(0,(1500000*getvariable('sf'))::BIGINT) r(i)),
l AS (SELECT ok, od, ln, i*8+ln AS lk FROM o, LATERAL (SELECT unnest(range(1, nl+1)) ln)),
m AS (SELECT *, rnd(lk,140,1,(200000*getvariable('sf'))::BIGINT) pk, rnd(lk,141,1,50) q, rnd(lk,142,1,121)::INTEGER sd, rnd(lk,143,30,90)::INTEGER cd, rnd(lk,144,1,30)::INTEGER rd FROM l)
SELECT ok l_orderkey, pk l_partkey, ps_supp(pk, rnd(lk,145,0,3), (10000*getvariable('sf'))::BIGINT) l_suppkey, ln l_linenumber, q::DECIMAL(15,2) l_quantity, (q*retail(pk))::DECIMAL(15,2) l_extendedprice, (rnd(lk,146,0,10)/100.0)::DECIMAL(15,2) l_discount, (rnd(lk,147,0,8)/100.0)::DECIMAL(15,2) l_tax,
 CASE WHEN od+sd+rd <= DATE '1995-06-17' THEN pick(['R','A'],lk,148) ELSE 'N' END l_returnflag, CASE WHEN od+sd > DATE '1995-06-17' THEN 'O' ELSE 'F' END l_linestatus, od+sd l_shipdate, od+cd l_commitdate, od+sd+rd l_receiptdate,
 pick(['DELIVER IN PERSON','COLLECT COD','NONE','TAKE BACK RETURN'],lk,149) l_shipinstruct, pick(['REG AIR','AIR','RAIL','SHIP','TRUCK','MAIL','FOB'],lk,150) l_shipmode, txt(lk,151)[1:43] l_comment FROM m
;;
CREATE OR REPLACE TABLE orders AS
WITH o AS (SELECT (i//8)*32 + i%8 + 1 AS ok, i, DATE '1992-01-01' + rnd(i,130,0,2405)::INTEGER od, rnd(i,160,1,(150000*getvariable('sf'))::BIGINT) c FROM range(0,(1500000*getvariable('sf'))::BIGINT) r(i)),
t AS (SELECT l_orderkey, sum(l_extendedprice*(1+l_tax)*(1-l_discount))::DECIMAL(15,2) tp, count(*) n, count(*) FILTER (WHERE l_linestatus='F') f FROM lineitem GROUP BY 1)
SELECT ok o_orderkey, CASE WHEN c%3=0 THEN greatest(c-1,1) ELSE c END o_custkey, CASE WHEN f=n THEN 'F' WHEN f=0 THEN 'O' ELSE 'P' END o_orderstatus, tp o_totalprice, od o_orderdate, pick(['1-URGENT','2-HIGH','3-MEDIUM','4-NOT SPECIFIED','5-LOW'],i,161) o_orderpriority, 'Clerk#'||lpad(rnd(i,162,1,(1000*getvariable('sf'))::BIGINT)::VARCHAR,9,'0') o_clerk, 0::INTEGER o_shippriority, CASE WHEN i%100=3 THEN 'slyly special bold requests sleep' ELSE txt(i,163)||' '||txt(i,170) END o_comment FROM o JOIN t ON t.l_orderkey=o.ok
;;
