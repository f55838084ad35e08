aws s3 cp --only-show-errors 's3://@PROGRAM_BUCKET@/@PROGRAM_KEY@' /opt/hiring/hiring-service.jar.new
chmod 0644 /opt/hiring/hiring-service.jar.new
mv -f /opt/hiring/hiring-service.jar.new /opt/hiring/hiring-service.jar
