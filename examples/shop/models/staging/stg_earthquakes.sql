select id, properties.mag as magnitude, properties.place as place, make_timestamp(properties.time * 1000) as happened_at,
       geometry.coordinates[1] as longitude, geometry.coordinates[2] as latitude, geometry.coordinates[3] as depth_km
from {{ source('bronze', 'earthquakes') }}
